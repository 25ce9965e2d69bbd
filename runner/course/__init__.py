"""The course as it lies on the disk: what a drill's folder holds, and the glossary."""
