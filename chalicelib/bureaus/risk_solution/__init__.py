"""arvato / infoscore: Risk Solution Services over SOAP, the older consumer service, and the features of both."""
