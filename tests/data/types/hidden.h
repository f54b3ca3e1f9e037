struct hidden { short a; struct plain plain; int last; };
