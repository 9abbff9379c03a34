"""People whose causes are known, and export files whose content is known."""
