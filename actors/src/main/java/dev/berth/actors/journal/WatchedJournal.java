package dev.berth.actors.journal;

import com.typesafe.config.Config;
import dev.berth.actors.monitoring.JournalWatch;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.jdbc.journal.JdbcAsyncWriteJournal;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** Pekko's journal over JDBC; each write is reported to the {@link JournalWatch}. */
public final class WatchedJournal extends JdbcAsyncWriteJournal {

    private final JournalWatch watch = JournalWatch.of(Adapter.toTyped(context().system()));

    public WatchedJournal(Config config) {
        super(config);
    }

    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
        var number = watch.began();
        var written = super.asyncWriteMessages(messages);
        FutureConverters.asJava(written).whenComplete((_, failure) -> watch.ended(number, failure));
        return written;
    }
}
