/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_CAPACITY 256 /* a power of two, as all of them */

void *must_have(void *memory)
{
	if (!memory) {
		fputs("emfs-guard: out of memory; the journal stays\n", stderr);
		exit(1);
	}
	return memory;
}

void *with_room(void *array, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return array;
	*room = *room ? 2 * *room : FIRST_CAPACITY;
	return must_have(reallocarray(array, *room, size));
}

static size_t slot_of(const struct table *table, uint64_t key)
{
	size_t slot = (key * 0x9e3779b97f4a7c15ull >> 32) & (table->capacity - 1);

	while (table->keys[slot] && table->keys[slot] != key)
		slot = (slot + 1) & (table->capacity - 1);
	return slot;
}

uint32_t table_get(const struct table *table, uint64_t key)
{
	size_t slot;

	if (!table->capacity)
		return TABLE_NONE;
	slot = slot_of(table, key);
	return table->keys[slot] ? table->values[slot] : TABLE_NONE;
}

static void grow(struct table *table)
{
	struct table larger = { .capacity = table->capacity ? 2 * table->capacity : FIRST_CAPACITY };

	larger.keys = must_have(calloc(larger.capacity, sizeof(*larger.keys)));
	larger.values = must_have(calloc(larger.capacity, sizeof(*larger.values)));
	for (size_t i = 0; i < table->capacity; i++)
		if (table->keys[i])
			table_put(&larger, table->keys[i], table->values[i]);
	table_free(table);
	*table = larger;
}

void table_put(struct table *table, uint64_t key, uint32_t value)
{
	size_t slot;

	if (2 * table->used >= table->capacity)
		grow(table);
	slot = slot_of(table, key);
	if (!table->keys[slot])
		table->used++;
	table->keys[slot] = key;
	table->values[slot] = value;
}

void table_free(struct table *table)
{
	free(table->keys);
	free(table->values);
	*table = (struct table){};
}
