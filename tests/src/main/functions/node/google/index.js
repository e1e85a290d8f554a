const functions = require('@google-cloud/functions-framework');

const fib = n => (n < 2 ? n : fib(n - 1) + fib(n - 2));

functions.http('fib', (request, response) => response.send(String(fib(27))));
