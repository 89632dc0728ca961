"""The state machine: tokens in, drafts of questions and entries of answers out."""
