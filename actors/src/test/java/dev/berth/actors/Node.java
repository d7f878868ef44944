package dev.berth.actors;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Epochs;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.PersistenceConfig;
import dev.berth.actors.journal.ServerFacts;
import dev.berth.actors.monitoring.Meter;
import dev.berth.actors.view.Views;
import dev.berth.domain.Aggregate;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Entities and views on H2 as {@link ControlPlane} has them, without those who act; what entities
 * publish can be lost.
 */
public final class Node implements AutoCloseable {

    private final Database database;
    private final LosingPublisher publisher;
    private final ActorSystem<Void> system;
    private final Views views;
    private final Epochs epochs;
    private final Entities entities;

    private Node(Database database) throws SQLException {
        this.database = database;
        var config = PersistenceConfig.of(database.settings()).resolve();
        system = ActorSystem.create(Behaviors.empty(), "berth", ConfigFactory.load(config));
        views = new Views(system, database, Meter.NONE, () -> Instant.EPOCH, _ -> {});
        publisher = new LosingPublisher(views);
        var facts = new ServerFacts(database);
        epochs = new Epochs(facts::claimEpoch, database.threads());
        entities = Entities.start(system, epochs, publisher, InstantSource.system(), Meter.NONE);
        views.start();
    }

    public static Node start(Path folder) throws Exception {
        return new Node(Database.open(DatabaseSettings.h2(folder.resolve("berth"))));
    }

    public Database database() {
        return database;
    }

    /** Between entities and views. */
    public LosingPublisher publisher() {
        return publisher;
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public Views views() {
        return views;
    }

    public Epochs epochs() {
        return epochs;
    }

    public Entities entities() {
        return entities;
    }

    /** What the entity answers; nobody waits for a view. */
    public <C extends Aggregate.Command> Reply ask(EntityAddress<C> address, C command)
            throws Exception {
        return Given.done(entities.ask(address, command, 0));
    }

    /** Waits until the view shows what the entity answered. */
    public <C extends Aggregate.Command> Reply.Done write(EntityAddress<C> address, C command)
            throws Exception {
        var reply = (Reply.Done) ask(address, command);
        Given.done(views.await(address, reply.sequenceNumber()));
        return reply;
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        database.close();
    }
}
