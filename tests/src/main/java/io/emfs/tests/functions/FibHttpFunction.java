package io.emfs.tests.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/** A function for Google's Functions Framework: answers every request with the same Fibonacci number. */
public final class FibHttpFunction implements HttpFunction {
    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        response.getWriter().write(Integer.toString(Fibonacci.of(Fibonacci.N)));
    }
}
