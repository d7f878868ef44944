package dev.berth.actors.message;

import com.typesafe.config.Config;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Entity;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.launch.LaunchReply;
import dev.berth.actors.launch.Launcher;
import dev.berth.domain.Decider;
import dev.berth.domain.instance.InstanceAnswer;
import dev.berth.domain.task.TaskAnswer;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The serialized names of the messages between actors, and of the commands, events and answers in
 * them. Actors may run on different servers. Events have their names in the journal; commands are
 * found through the kinds of aggregates.
 */
final class MessageTable {

    /** By manifest: short name and version. A message with a changed shape gets a new manifest. */
    private static final Map<String, Class<?>> MESSAGES =
            Map.of(
                    "execute/1", Entity.Execute.class,
                    "done/1", Reply.Done.class,
                    "refused/1", Reply.Refused.class,
                    "launch/1", Launcher.Launch.class,
                    "launch-decided/1", LaunchReply.Decided.class,
                    "launch-failed/1", LaunchReply.Failed.class);

    private static final List<Class<?>> ANSWERS = List.of(InstanceAnswer.class, TaskAnswer.class);

    private MessageTable() {}

    /**
     * The messages by manifest, with those of other modules: {@code berth.messages} in their {@code
     * reference.conf} has a class name by manifest.
     */
    static Map<String, Class<?>> messages(Config config) {
        var messages = new LinkedHashMap<>(MESSAGES);
        if (config.hasPath("berth.messages")) {
            config.getObject("berth.messages")
                    .unwrapped()
                    .forEach((manifest, type) -> messages.put(manifest, load(type.toString())));
        }
        return messages;
    }

    private static Class<?> load(String type) {
        try {
            return Class.forName(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("berth.messages names an unknown class", e);
        }
    }

    /** Commands, events and answers by name. */
    static Map<String, Class<?>> carried() {
        var carried = new LinkedHashMap<String, Class<?>>();
        for (var kind : AggregateKind.ALL) {
            records(commands(kind.decider()))
                    .forEach(type -> carried.put(kind.name() + "." + type.getSimpleName(), type));
            kind.names().stream()
                    .filter(name -> kind.eventType().isAssignableFrom(name.type()))
                    .forEach(name -> carried.put(name.manifest(), name.type()));
        }
        for (var answer : ANSWERS) {
            records(answer)
                    .forEach(
                            type ->
                                    carried.put(
                                            answer.getSimpleName() + "." + type.getSimpleName(),
                                            type));
        }
        return carried;
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses());
    }

    private static Class<?> commands(Decider<?, ?, ?> decider) {
        return Arrays.stream(decider.getClass().getGenericInterfaces())
                .filter(ParameterizedType.class::isInstance)
                .map(ParameterizedType.class::cast)
                .filter(type -> type.getRawType() == Decider.class)
                .map(type -> (Class<?>) type.getActualTypeArguments()[0])
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        decider.getClass() + " does not name its commands"));
    }
}
