using Akka.Actor;
using BenchmarkDotNet.Attributes;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors.Benchmarks.Micro;

/// <summary>An event to and from the journal, and a state to and from a snapshot.</summary>
[MemoryDiagnoser]
public class EventSerializerBenchmarks
{
    private readonly ConversationSnapshot _snapshot = ConversationSnapshot.Of(Sample.Conversation());
    private ActorSystem _system = null!;
    private EventSerializer _serializer = null!;
    private byte[] _eventBytes = [];
    private byte[] _snapshotBytes = [];

    [GlobalSetup]
    public void SetUp()
    {
        _system = ActorSystem.Create("benchmark");
        _serializer = new EventSerializer((ExtendedActorSystem)_system);
        _eventBytes = _serializer.ToBinary(Sample.Answered);
        _snapshotBytes = _serializer.ToBinary(_snapshot);
    }

    [GlobalCleanup]
    public Task CleanUp() => _system.Terminate();

    [Benchmark]
    public byte[] WriteEvent() => _serializer.ToBinary(Sample.Answered);

    [Benchmark]
    public object ReadEvent() => _serializer.FromBinary(_eventBytes, _serializer.Manifest(Sample.Answered));

    [Benchmark]
    public byte[] WriteSnapshot() => _serializer.ToBinary(_snapshot);

    [Benchmark]
    public object ReadSnapshot() => _serializer.FromBinary(_snapshotBytes, _serializer.Manifest(_snapshot));
}
