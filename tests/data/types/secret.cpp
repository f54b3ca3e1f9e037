#include "classes.h"

namespace shop {
class Secret { public: char mark; double value; };
Secret secret;
}
namespace {
struct Local { char other[3]; };
}
Local local_too;
extern "C" int secret_run() { return local_too.other[0]; }
