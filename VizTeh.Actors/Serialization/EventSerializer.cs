using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Serialization;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Serialization.Earlier;

namespace VizTeh.Actors.Serialization;

/// <summary>Serializes the types of <see cref="EventManifests"/> to JSON under their permanent manifests, and back.</summary>
public sealed class EventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private static readonly JsonSerializerOptions Kept = EventJson.CreateStrictOptions(isKept: true);
    private static readonly JsonSerializerOptions Told = EventJson.CreateStrictOptions(isKept: false);

    /// <summary>Stored with every event in the journal: never to be changed.</summary>
    public override int Identifier => 4_950;

    public override string Manifest(object o) => EventManifests.ManifestOf(o.GetType());

    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, InfoOf(obj.GetType()));

    public override object FromBinary(byte[] bytes, string manifest) => Read(bytes, manifest);

    /// <summary>Reads what is stored under a manifest, without an actor system.</summary>
    /// <exception cref="LaterVersionException">The manifest is unknown, or what is stored has members that are.</exception>
    /// <exception cref="JsonException">The bytes are not of the manifest's shape.</exception>
    internal static object Read(byte[] bytes, string manifest)
    {
        var read = Parse(bytes, manifest, EventManifests.TypeOf(manifest)) ?? throw new JsonException($"{manifest} holds null");
        return read is IEarlierShape earlier ? earlier.ToCurrent() : read;
    }

    private static object? Parse(byte[] bytes, string manifest, Type type)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, InfoOf(type));
        }
        catch (JsonException error) when (EventManifests.IsKept(type) && IsOfLaterVersion(error, bytes, type))
        {
            throw new LaterVersionException($"{manifest} holds what is unknown to this version of the program: {error.Message}", error);
        }
    }

    // A case of a union that is new, or a member that is, all else being right.
    private static bool IsOfLaterVersion(JsonException error, byte[] bytes, Type type)
    {
        if (error.Message.Contains("unrecognized type discriminator", StringComparison.Ordinal))
            return true;
        try
        {
            return JsonSerializer.Deserialize(bytes, Told.GetTypeInfo(type)) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonTypeInfo InfoOf(Type type) => (EventManifests.IsKept(type) ? Kept : Told).GetTypeInfo(type);
}
