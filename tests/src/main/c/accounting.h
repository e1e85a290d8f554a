/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef ACCOUNTING_H
#define ACCOUNTING_H

/* As large as what eMFS sends where a quantum is about to end. */
struct deadline {
	unsigned long long words[3];
};

#endif
