package dev.berth.domain.property;

import dev.berth.domain.Aggregate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Commands of every kind, for tests that do not ask what they mean. */
public final class DrawnCommands {

    private DrawnCommands() {}

    public static List<Aggregate.Command> some(int count) {
        var draw = new Draw(Long.getLong("berth.test.seed", 7070));
        var commands = new Commands(draw);
        return Stream.<Supplier<? extends Aggregate.Command>>of(
                        commands::cluster,
                        commands::family,
                        commands::taskDefinition,
                        commands::instance,
                        commands::task,
                        commands::accountSettings,
                        new ServiceCommands(draw)::service)
                .flatMap(kind -> Stream.generate(kind).limit(count / 7))
                .<Aggregate.Command>map(command -> command)
                .toList();
    }
}
