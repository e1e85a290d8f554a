package io.emfs.tests.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** A function for AWS Lambda: answers every invocation with the same Fibonacci number. */
public final class FibLambda implements RequestHandler<Object, Integer> {
    @Override
    public Integer handleRequest(Object input, Context context) {
        return Fibonacci.of(Fibonacci.N);
    }
}
