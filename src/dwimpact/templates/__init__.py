"""The HTML of what is shown, the Markdown of a deposit, and the files a new study begins with."""
