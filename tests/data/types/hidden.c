#include "types.h"
#include "hidden.h"

struct hidden hidden;
struct plain plain_too;
int elsewhere = 5;
