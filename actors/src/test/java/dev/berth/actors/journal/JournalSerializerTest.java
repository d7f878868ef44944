package dev.berth.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.JournalName;
import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskReport;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalSerializerTest {

    private final JournalSerializer serializer = new JournalSerializer();

    @BeforeAll
    static void write() throws IOException {
        GoldenFiles.writeWhatIsMissing();
    }

    static List<String> manifests() {
        return EventTable.ENTRIES.stream().map(JournalName::manifest).toList();
    }

    /** Every type that an entity may persist: its events, and its states where it has snapshots. */
    static Stream<Class<?>> persisted() {
        return AggregateKind.ALL.stream()
                .flatMap(
                        kind ->
                                Stream.concat(
                                        Arrays.stream(kind.eventType().getPermittedSubclasses()),
                                        kind.snapshots()
                                                ? snapshots(kind.stateType())
                                                : Stream.empty()));
    }

    private static Stream<Class<?>> snapshots(Class<? extends Aggregate.State> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(
                        state ->
                                state.isSealed()
                                        ? Arrays.stream(state.getPermittedSubclasses())
                                        : Stream.of(state))
                .filter(state -> !state.getSimpleName().equals("Absent"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyGoldenFileCanBeRead(String manifest) throws IOException {
        assertThat(serializer.fromBinary(GoldenFiles.bytes(manifest), manifest))
                .isEqualTo(Samples.ALL.get(manifest));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theReadableFileSaysTheSame(String manifest) throws IOException {
        var type = EventTable.type(manifest).orElseThrow();
        assertThat((Object) GoldenFiles.JSON.readValue(GoldenFiles.json(manifest), type))
                .isEqualTo(Samples.ALL.get(manifest));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void whatIsWrittenIsReadAsItWas(String manifest) {
        assertThat(roundTrip(Samples.ALL.get(manifest))).isEqualTo(Samples.ALL.get(manifest));
    }

    private Object roundTrip(Object message) {
        return serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
    }

    @ParameterizedTest
    @MethodSource("persisted")
    void everyPersistedTypeHasAName(Class<?> type) {
        assertThat(EventTable.manifest(type)).isPresent();
    }

    @Test
    void samplesAndGoldenFilesAreThoseOfTheTable() throws IOException {
        assertThat(Samples.ALL.keySet()).containsExactlyElementsOf(manifests());
        assertThat(GoldenFiles.names())
                .containsExactlyInAnyOrderElementsOf(
                        manifests().stream()
                                .map(GoldenFiles::name)
                                .flatMap(name -> Stream.of(name + ".cbor", name + ".json"))
                                .toList());
    }

    @Test
    void namesAreShortDifferentAndCarryAVersion() {
        assertThat(manifests())
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+\\.[a-z-]+/[1-9]\\d*"));
    }

    @Test
    void absentValuesAreLeftOutAndComeBackAbsent() {
        var report = new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);
        var at = Instant.ofEpochMilli(1);
        var messages =
                List.of(
                        new TaskEvent.Stopped(null, StopCode.TERMINATION_NOTICE, null, at),
                        new TaskEvent.Progressed(report, at),
                        new InstanceEvent.Registered(
                                "c",
                                "i",
                                new Resources(0, 0, Set.of()),
                                Map.of(),
                                new Versions(null, null, null),
                                at));
        assertThat(messages).allSatisfy(m -> assertThat(roundTrip(m)).isEqualTo(m));
    }

    @Test
    void aMemberThatALaterVersionAddedIsIgnored() throws IOException {
        var json = "{\"at\":5,\"by\":\"someone\"}";
        assertThat(GoldenFiles.JSON.readValue(json, TaskEvent.Abandoned.class))
                .isEqualTo(new TaskEvent.Abandoned(Instant.ofEpochMilli(5)));
    }

    @Test
    void anUnknownNameIsRefusedNamingIt() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "task.paused/1"))
                .isInstanceOf(JournalCodec.UnknownManifestException.class)
                .hasMessage(
                        "The journal holds 'task.paused/1', which is unknown to this version of Berth."
                                + " Start the newer version that wrote it");
    }

    @Test
    void whatHasNoLineIsNotWritten() {
        assertThatThrownBy(() -> serializer.manifest(new Unlisted()))
                .hasMessageContaining("Unlisted")
                .hasMessageContaining("has no name in the journal");
    }

    private record Unlisted() implements Aggregate.Event {}

    @Test
    void theIdentifierStandsInEveryRowAndNeverChanges() {
        assertThat(serializer.identifier()).isEqualTo(7070);
    }
}
