package dev.berth.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads the configuration on SIGHUP. */
final class HangupSignal {
    private static final Logger LOG = LoggerFactory.getLogger(HangupSignal.class);

    private HangupSignal() {}

    /**
     * Uses reflection, because the JDK offers signals only in {@code sun.misc}, for which javac
     * prints a warning.
     */
    static void handle(Supplier<List<String>> reload) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(
                            HangupSignal.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            apply(reload);
                                            yield null;
                                        }
                                        case "equals" -> self == arguments[0];
                                        case "hashCode" -> System.identityHashCode(self);
                                        default -> "SIGHUP";
                                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException reason) {
            LOG.warn("SIGHUP does not reload the configuration: {}", reason.toString());
        }
    }

    private static void apply(Supplier<List<String>> reload) {
        try {
            var problems = reload.get();
            problems.forEach(problem -> LOG.warn("Not applied: {}", problem));
            LOG.info("The configuration was read again, {} problems", problems.size());
        } catch (RuntimeException reason) {
            LOG.error("Reading the configuration again failed", reason);
        }
    }
}
