package dev.berth.pluginhost.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls of one method of one plugin and the time in them, and knows whether a call is
 * running. It is used for thousands of calls in a plan, so a call costs two readings of the clock
 * and no lock.
 */
public final class CallMeter {
    private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);
    private static final int FRAMES = 12;
    private static final int LONGEST_MESSAGE = 500;

    private final LoadedPlugin plugin;
    private final String call;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder nanos = new LongAdder();
    private volatile long lastEntered;

    /**
     * @param call the name of the method in messages, such as {@code weight()}
     */
    public CallMeter(LoadedPlugin plugin, String call) {
        this.plugin = plugin;
        this.call = call;
    }

    public LoadedPlugin plugin() {
        return plugin;
    }

    public String call() {
        return call;
    }

    /** Called before a call of the plugin; the result is the argument of {@link #leave}. */
    public long enter() {
        long now = System.nanoTime();
        lastEntered = now;
        underWay.getAndIncrement();
        return now;
    }

    public void leave(long entered) {
        long took = System.nanoTime() - entered;
        underWay.getAndDecrement();
        nanos.add(took);
        plugin.counted(took);
    }

    public boolean isUnderWay() {
        return underWay.get() > 0;
    }

    /** The time since the running call began; 0 if none is running. */
    public long currentNanos() {
        return isUnderWay() ? Math.max(0, System.nanoTime() - lastEntered) : 0;
    }

    /** The time in all calls, including those that are running. */
    public long spentNanos() {
        return nanos.sum() + currentNanos();
    }

    public PluginFault returned(String what) {
        return new PluginFault(this, call + " returned " + what);
    }

    /** Must be called before {@link #leave}: reading an exception runs code of the plugin. */
    public PluginFault threw(Throwable thrown) {
        if (thrown instanceof PluginFault fault) {
            return fault; // of another plugin, which this one called through the cluster's state
        }
        var reason = call + " threw " + text(thrown);
        LOG.warn("The plugin {}: {}{}", plugin, reason, frames(thrown));
        return new PluginFault(this, reason);
    }

    /** The class and message of an exception. Never fails, although it runs code of the plugin. */
    public static String text(Throwable thrown) {
        var name = thrown.getClass().getName();
        String message;
        try {
            message = thrown.getMessage();
            if (thrown instanceof LinkageError && thrown.getCause() != null) {
                message = thrown.getCause().getMessage();
            }
        } catch (Throwable odd) {
            message = null;
        }
        return message == null ? name : name + ": " + shortened(message);
    }

    /** One line of at most {@value #LONGEST_MESSAGE} characters. */
    public static String shortened(String message) {
        var line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
    }

    private static String frames(Throwable thrown) {
        var text = new StringBuilder();
        try {
            var frames = thrown.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                text.append("\n\tat ").append(frames[i]);
            }
        } catch (Throwable odd) {
            text.append("\n\t(it does not say where)");
        }
        return text.toString();
    }
}
