using Akka.Actor;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace VizTeh.Actors.Database;

/// <summary>An event or a snapshot as a row holds it.</summary>
/// <param name="Serializer">The id of the serializer of <paramref name="Bytes"/>.</param>
internal sealed record StoredPayload(byte[] Bytes, string Manifest, int Serializer)
{
    public static StoredPayload Of(object payload, ExtendedActorSystem system)
    {
        var serializer = system.Serialization.FindSerializerFor(payload);
        var bytes = AkkaSerialization.WithTransport(system, (serializer, payload), state => state.serializer.ToBinary(state.payload));
        return new StoredPayload(bytes, AkkaSerialization.ManifestFor(serializer, payload), serializer.Identifier);
    }

    public object Read(ExtendedActorSystem system) => system.Serialization.Deserialize(Bytes, Serializer, Manifest);
}
