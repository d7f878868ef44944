package dev.berth.actors.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.berth.actors.journal.JournalCodec;
import dev.berth.domain.Aggregate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Serializes the messages between actors, with the names of {@link MessageTable} and the rules of
 * {@link JournalCodec}. Messages are not stored, so the format can change with a new version, as
 * long as servers of both versions do not run together.
 */
public final class MessageSerializer extends SerializerWithStringManifest {

    public static final int IDENTIFIER = 7071;

    /** A value that is preceded by the name of its type. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    private interface Named {}

    private final Map<String, Class<?>> messages;
    private final Map<Class<?>, String> manifests;
    private final ObjectMapper cbor;

    public MessageSerializer(ExtendedActorSystem system) {
        messages = MessageTable.messages(system.settings().config());
        manifests =
                messages.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        cbor =
                JournalCodec.configured(new CBORMapper(new CBORFactory()))
                        .addMixIn(Aggregate.Command.class, Named.class)
                        .addMixIn(Aggregate.Event.class, Named.class)
                        .addMixIn(Aggregate.Answer.class, Named.class)
                        .registerModule(actorRefs(system));
        MessageTable.carried()
                .forEach((name, type) -> cbor.registerSubtypes(new NamedType(type, name)));
    }

    /** Actors by their paths, which include their addresses. */
    @SuppressWarnings("rawtypes") // the type of an actor's messages is erased
    private static SimpleModule actorRefs(ExtendedActorSystem system) {
        var resolver = ActorRefResolver.get(Adapter.toTyped(system));
        return new SimpleModule()
                .addSerializer(
                        ActorRef.class,
                        new JsonSerializer<>() {
                            @Override
                            public void serialize(
                                    ActorRef ref, JsonGenerator json, SerializerProvider provider)
                                    throws IOException {
                                json.writeString(resolver.toSerializationFormat((ActorRef<?>) ref));
                            }
                        })
                .addDeserializer(
                        ActorRef.class,
                        new JsonDeserializer<>() {
                            @Override
                            public ActorRef deserialize(
                                    JsonParser json, DeserializationContext context)
                                    throws IOException {
                                return resolver.resolveActorRef(json.getValueAsString());
                            }
                        });
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        var manifest = manifests.get(message.getClass());
        if (manifest == null) {
            throw new IllegalArgumentException(
                    message.getClass().getName()
                            + " has no line in MessageTable, so it cannot be sent");
        }
        return manifest;
    }

    @Override
    public byte[] toBinary(Object message) {
        try {
            return cbor.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        var type = messages.get(manifest);
        if (type == null) {
            throw new IllegalArgumentException("Unknown message " + manifest);
        }
        try {
            return cbor.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException("A message " + manifest + " cannot be read", e);
        }
    }
}
