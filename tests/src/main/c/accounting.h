/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ACCOUNTING_H
#define ACCOUNTING_H

/* As large as what eMFS sends where a quantum is about to end. */
struct deadline {
	unsigned long long words[3];
};

#endif
