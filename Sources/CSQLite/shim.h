#include <malloc.h>
#include <sqlite3.h>

/// SQLite keeps count of its memory under one lock that every thread takes for every piece; nobody asks for that count. To be called before
/// the first connection. `sqlite3_config` takes any number of arguments, which Swift cannot call.
static inline int sqlite_without_memory_count(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// What SQLite let go of stays with the C library until it is told to give it back; Swift does not see the function.
static inline void give_memory_back(void) { malloc_trim(0); }
