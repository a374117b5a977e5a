import { nothingToDispose, part } from '../../stack/part.ts';
import { NETWORK as reason } from '../../template/ignored.ts';

/** Networks, which mean nothing on a laptop. */
export const ec2 = part({
  name: 'ec2',
  ignored: {
    'AWS::EC2::VPC': { reason, idPrefix: 'vpc', attributes: ['VpcId', 'DefaultSecurityGroup'] },
    'AWS::EC2::Subnet': { reason, idPrefix: 'subnet', attributes: ['SubnetId'] },
    'AWS::EC2::RouteTable': { reason, idPrefix: 'rtb', attributes: ['RouteTableId'] },
    'AWS::EC2::SubnetRouteTableAssociation': { reason, idPrefix: 'rtbassoc', attributes: ['Id'] },
    'AWS::EC2::SecurityGroup': { reason, idPrefix: 'sg', attributes: ['GroupId', 'Id'] },
    'AWS::EC2::SecurityGroupIngress': { reason, idPrefix: 'sgr', attributes: ['Id'] },
    'AWS::EC2::SecurityGroupEgress': { reason, idPrefix: 'sgr', attributes: ['Id'] },
    'AWS::EC2::VPCEndpoint': { reason, idPrefix: 'vpce', attributes: ['Id'] },
    'AWS::EC2::FlowLog': { reason, idPrefix: 'fl', attributes: ['Id'] },
  },
  needs: {},
  open: async () => ({ uses: undefined, ...nothingToDispose }),
});
