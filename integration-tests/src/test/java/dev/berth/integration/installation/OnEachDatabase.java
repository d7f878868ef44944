package dev.berth.integration.installation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test class once for each database; its constructor takes a {@link Lab}. When a test fails,
 * the ends of all logs are printed.
 */
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(OnEachDatabase.Labs.class)
@ExtendWith(OnEachDatabase.LogsOfFailures.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OnEachDatabase {
    final class Labs implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Shared.labs(context).stream().map(Arguments::of);
        }
    }

    final class LogsOfFailures implements AfterTestExecutionCallback {
        @Override
        public void afterTestExecution(ExtensionContext context) {
            if (context.getExecutionException().isEmpty()) return;
            for (var lab : Shared.labs(context)) System.err.println(lab.logs());
        }
    }
}
