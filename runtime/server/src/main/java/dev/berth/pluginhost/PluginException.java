package dev.berth.pluginhost;

/** A plugin that ships with Berth cannot be used; the message names its file and says why. */
public final class PluginException extends Exception {
    PluginException(String message) {
        super(message);
    }
}
