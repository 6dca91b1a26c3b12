"""From a content to what is read: view model, HTML, PDF."""

import warnings

# Without libharfbuzz-subset WeasyPrint embeds fonts the slow way; the PDF is the same to its readers.
warnings.filterwarnings("ignore", message="HarfBuzz-Subset will be required", category=DeprecationWarning)
