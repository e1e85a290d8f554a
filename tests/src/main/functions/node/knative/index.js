const fib = n => (n < 2 ? n : fib(n - 1) + fib(n - 2));

module.exports = { handle: async () => ({ body: String(fib(27)) }) };
