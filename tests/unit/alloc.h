/* Failing every allocation of an operation in turn.
 *
 * Test programs whose name ends in _alloc are linked so that what our own objects ask of malloc and its like passes through
 * here.  (Libraries keep their own; what they leak the sanitizers see.) */
#ifndef TESTS_ALLOC_H
#define TESTS_ALLOC_H

/* Does something and undoes it: returns 0 or a negative aloud_status, keeps nothing. */
typedef int alloc_operation(void *user);

/* Run the operation with its first allocation failing, then its second, until it needs no more.  A run that meets a failure
 * must return ALOUD_ERROR_MEMORY, or 0 when it can do without; every run must free what it took.  Fails the test
 * otherwise.  Returns in how many runs the operation did without. */
long alloc_each(alloc_operation *, void *user);

#endif
