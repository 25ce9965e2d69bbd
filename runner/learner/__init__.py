"""The learner's side: attempts, practice and views of the last run, kept beside the answers."""
