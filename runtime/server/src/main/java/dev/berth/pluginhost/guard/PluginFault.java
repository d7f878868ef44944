package dev.berth.pluginhost.guard;

/**
 * A call of a plugin failed or broke a rule of its point. It holds no object of the plugin, because
 * that would prevent unloading the plugin.
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

    /** The fault in the chain of causes, or null. */
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
