"""What an archive receives: a study's data, documents and metadata, in one folder and one zip."""
