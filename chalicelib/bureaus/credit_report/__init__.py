"""The SCHUFA Credit Report: what is asked, how the answer is read, and until when the client certificate serves."""
