using System.Collections.Frozen;
using Akka.Actor;
using Akka.Serialization;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>
/// The serializer of a next version of the program: some of what it stores and sends has manifests that today's version does not know. It
/// reads what both have written.
/// </summary>
internal sealed class NextVersionSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    // An event of the journal, a snapshot, a message from the poller to a conversation, and one from a conversation to the poller.
    private static readonly FrozenDictionary<string, string> Next = new Dictionary<string, string>
    {
        ["conversation.answered.v2"] = "conversation.answered.v3",
        ["conversation.snapshot.v2"] = "conversation.snapshot.v3",
        ["conversation.update.v1"] = "conversation.update.v2",
        ["inbox.handled.v1"] = "inbox.handled.v2",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Today = Next.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private readonly EventSerializer _today = new(system);

    public override int Identifier => _today.Identifier;

    public override string Manifest(object o)
    {
        var manifest = _today.Manifest(o);
        return Next.GetValueOrDefault(manifest, manifest);
    }

    public override byte[] ToBinary(object obj) => _today.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        _today.FromBinary(bytes, Today.GetValueOrDefault(manifest, manifest));
}
