package dev.berth.plugin.lamp;

import java.util.concurrent.CompletionStage;

/** A driver: it acts on the world and answers when that is done. */
public interface Lamp extends AutoCloseable {
    CompletionStage<String> light(String colour);

    @Override
    void close();
}
