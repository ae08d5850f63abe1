"""What an analyst chooses and sees at once: views of outcomes and of texts, and their controls."""
