/* SPDX-License-Identifier: Apache-2.0 */
/* What there is to say is kept until all is done: nobody's slow terminal may hold a restore up. */
#ifndef EMFS_GUARD_MESSAGES_H
#define EMFS_GUARD_MESSAGES_H

/* One line; what does not fit any more is dropped. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* Writes what was said, each line behind the prefix, once; what fd does not take is lost. */
void say_all(int fd, const char *prefix);

#endif
