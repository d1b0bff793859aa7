using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace VizTeh.Actors.Serialization;

/// <summary>Turns the types of <see cref="EventManifests"/> into JSON under their permanent manifests, and back.</summary>
public sealed class EventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private static readonly JsonSerializerOptions Options = EventJson.CreateStrictOptions();

    /// <summary>Written beside every event in the journal: never to be changed.</summary>
    public override int Identifier => 4_950;

    public override string Manifest(object o) => EventManifests.ManifestOf(o.GetType());

    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, Options.GetTypeInfo(obj.GetType()));

    public override object FromBinary(byte[] bytes, string manifest) =>
        JsonSerializer.Deserialize(bytes, Options.GetTypeInfo(EventManifests.TypeOf(manifest)))
        ?? throw new JsonException($"{manifest} holds null");
}
