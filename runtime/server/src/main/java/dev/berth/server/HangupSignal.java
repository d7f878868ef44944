package dev.berth.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP reloads the configuration. The handler is installed before the server starts, because
 * without one the signal ends the process. A signal during the start is applied after it.
 */
final class HangupSignal {
    private static final Logger LOG = LoggerFactory.getLogger(HangupSignal.class);

    private Supplier<List<String>> reload;
    private boolean isPending;

    /** Installs the handler. */
    static HangupSignal listen() {
        var signal = new HangupSignal();
        signal.install();
        return signal;
    }

    /** The JDK offers signals only in {@code sun.misc}, which javac warns of: hence reflection. */
    private void install() {
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
                                            received();
                                            yield null;
                                        }
                                        case "equals" -> self == arguments[0];
                                        case "hashCode" -> System.identityHashCode(self);
                                        default -> "SIGHUP";
                                    });
            var before =
                    signal.getMethod("handle", signal, handler)
                            .invoke(
                                    null,
                                    signal.getConstructor(String.class).newInstance("HUP"),
                                    proxy);
            if (handler.getField("SIG_IGN").get(null).equals(before)) {
                LOG.info(
                        "SIGHUP is ignored, because the server was started with nohup. To reload"
                                + " the configuration, use POST /-/reload.");
            }
        } catch (ReflectiveOperationException reason) {
            LOG.warn("SIGHUP does not reload the configuration: {}", reason.toString());
        }
    }

    /** Reloads by this from now on, and at once if a signal was received before. */
    synchronized void reloadBy(Supplier<List<String>> reload) {
        this.reload = reload;
        if (isPending) {
            isPending = false;
            apply();
        }
    }

    synchronized void received() {
        if (reload == null) {
            isPending = true;
        } else {
            apply();
        }
    }

    private void apply() {
        try {
            var problems = reload.get();
            problems.forEach(problem -> LOG.warn("Not applied: {}", problem));
            LOG.info("The configuration was read again, {} problems", problems.size());
        } catch (RuntimeException reason) {
            LOG.error("Reading the configuration again failed", reason);
        }
    }
}
