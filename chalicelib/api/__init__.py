"""HTTP for order systems, ERP systems and the cockpit: blueprints of thin views, one noun a file."""
