"""What the page of duplicates shows and does, without Streamlit."""
