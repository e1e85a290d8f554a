/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays that grow, and a table from numbers to places in them. No memory ends the program: the journal stays. */
#ifndef EMFS_GUARD_MEMORY_H
#define EMFS_GUARD_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* Ends the program if there is none. */
void *must_have(void *memory);

/* The array with room for one element more. */
void *with_room(void *array, size_t count, size_t *room, size_t size);

/* Open addressing; keys are not 0. An empty one is all zeros. */
struct table {
	uint64_t *keys;
	uint32_t *values;
	size_t capacity;
	size_t used;
};

#define TABLE_NONE UINT32_MAX

uint32_t table_get(const struct table *table, uint64_t key);
void table_put(struct table *table, uint64_t key, uint32_t value);
void table_free(struct table *table);

#endif
