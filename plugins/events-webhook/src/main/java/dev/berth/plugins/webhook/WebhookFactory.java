package dev.berth.plugins.webhook;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import dev.berth.plugin.events.EventSink;
import dev.berth.plugin.events.EventSinkFactory;
import java.util.LinkedHashMap;
import org.pf4j.Extension;

/** {@code webhook}; its setting is the list {@code receivers}. */
@Extension
public final class WebhookFactory implements EventSinkFactory {

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public EventSink create(Settings settings, PluginContext context) {
        var receivers = new LinkedHashMap<String, Receiver>();
        int number = 0;
        for (var section : settings.sections("receivers")) {
            var receiver = Receiver.of(section, "receivers." + number++ + ".");
            var name = receiver.destination().name();
            if (receivers.put(name, receiver) != null) {
                throw new SettingException(
                        "receivers." + (number - 1), "a name that no other receiver has");
            }
        }
        return new WebhookSink(receivers);
    }
}
