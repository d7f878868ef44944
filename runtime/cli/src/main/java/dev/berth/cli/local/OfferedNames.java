package dev.berth.cli.local;

import dev.berth.protocol.plugin.PluginArchive;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of the schedulers, strategies and constraints of a plugin that is not loaded: the texts
 * in the method {@code type} of its factories. None of its code runs.
 */
final class OfferedNames {
    private static final String METHOD = "type";
    private static final String DESCRIPTOR = "()Ljava/lang/String;";

    private OfferedNames() {}

    static Set<String> of(PluginArchive archive) {
        return archive.extensions().stream()
                .map(name -> archive.entries().get(name.replace('.', '/') + ".class"))
                .flatMap(OfferedNames::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> of(byte[] classFile) {
        ClassModel model;
        try {
            model = ClassFile.of().parse(classFile);
        } catch (IllegalArgumentException unreadable) {
            return Stream.empty(); // the server says so when it loads it
        }
        return model.methods().stream()
                .filter(method -> method.methodName().equalsString(METHOD))
                .filter(method -> method.methodType().equalsString(DESCRIPTOR))
                .flatMap(OfferedNames::texts);
    }

    private static Stream<String> texts(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(ConstantInstruction.class::isInstance)
                .map(element -> ((ConstantInstruction) element).constantValue())
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }
}
