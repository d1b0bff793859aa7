using System.Text;
using Akka.Actor;
using Akka.Serialization;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>A message as a later version of the program sends it.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Json">Its shape.</param>
internal sealed record OfLaterVersion(string Manifest, string Json);

/// <summary>The program's serializer on a node of a later version.</summary>
internal sealed class LaterVersionSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly EventSerializer _today = new(system);

    public override int Identifier => _today.Identifier;

    public override string Manifest(object o) => o is OfLaterVersion later ? later.Manifest : _today.Manifest(o);

    public override byte[] ToBinary(object obj) => obj is OfLaterVersion later ? Encoding.UTF8.GetBytes(later.Json) : _today.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) => _today.FromBinary(bytes, manifest);
}
