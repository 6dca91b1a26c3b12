"""The room where a content becomes something to read: words, HTML, a PDF, a stored file."""

import warnings

# Without libharfbuzz-subset WeasyPrint embeds fonts the slow way; the PDF is the same to its readers.
warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required", category=DeprecationWarning)
