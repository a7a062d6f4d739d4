"""What there is: papers, reading lists and saved searches, and the one way in which they change."""
