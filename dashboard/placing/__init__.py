"""What the workbench of unplaced records shows and does, without Streamlit."""
