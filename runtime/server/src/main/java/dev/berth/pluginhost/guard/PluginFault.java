package dev.berth.pluginhost.guard;

/**
 * A plugin did in a call what it must not. It carries no object of the plugin, which could not be
 * unloaded while somebody keeps it.
 */
public final class PluginFault extends RuntimeException {
    private final transient CallMeter call;

    PluginFault(CallMeter call, String reason) {
        super(reason, null, false, false);
        this.call = call;
    }

    public CallMeter call() {
        return call;
    }

    /** The fault that this is or was caused by, or null. */
    public static PluginFault in(Throwable failure) {
        int depth = 0;
        for (var cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof PluginFault fault) {
                return fault;
            }
        }
        return null;
    }
}
